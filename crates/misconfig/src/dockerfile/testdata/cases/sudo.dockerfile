FROM debian:12
RUN sudo ls
RUN a && sudo b
RUN apt-get install -y --no-install-recommends sudo
RUN echo sudo
RUN a; sudo -u x b
RUN a | sudo tee /x
RUN ["sudo","a"]
RUN sh -c "sudo ls"
RUN if a; then sudo b; fi
