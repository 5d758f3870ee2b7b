<?php
$wp_version = '6.1.9';
$wp_db_version = 53496;
$tinymce_version = '49110-20201110';
$required_php_version = '5.6.20';
$required_mysql_version = '5.0';
