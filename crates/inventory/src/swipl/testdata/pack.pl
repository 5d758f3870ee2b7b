name(tide).
version('1.4.2').
title('Tells the tide').
author('Somebody', 'somebody@example.com').
home('https://example.com/tide').
requires(prolog >= '9.0.0').
