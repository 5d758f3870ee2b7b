FROM centos:7
RUN yum install -y a
RUN yum install -y a && yum clean all
RUN yum clean all && yum install -y b
RUN yum -y install a && rm -rf /var/cache/yum
RUN yum -y update
RUN yum reinstall -y a
RUN yum localinstall -y a
RUN yum install -y a && yum clean metadata
RUN yum -y install a; yum -y clean all
RUN yum groupinstall -y x
