FROM suse:15
RUN zypper install -y a
RUN zypper in a
RUN zypper -n in a && zypper cc
RUN zypper in a && zypper clean --all
RUN zypper clean && zypper in a
RUN zypper rm a
RUN zypper remove a
RUN zypper patch
RUN zypper up
RUN zypper update && zypper clean
RUN zypper ref
RUN zypper --non-interactive install -y a
