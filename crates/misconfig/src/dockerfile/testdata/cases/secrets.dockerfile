FROM debian:12
ARG AWS_SECRET_ACCESS_KEY
ENV AWS_ACCESS_KEY_ID=x
ENV A=b GITHUB_TOKEN=x
ARG VITE_OPENAI_API_KEY
ARG AZURE_CLIENT_ID
ENV DB_PASSWORD=x
ENV HF_TOKEN ""
COPY a /app
ENV GOOGLE_APPLICATION_CREDENTIALS=/app/x.json
ARG AWS_CONFIG_FILE
COPY x $AWS_CONFIG_FILE
RUN aws configure set aws_access_key_id x
RUN --mount=type=secret,id=a aws configure set aws_access_key_id x
RUN gcloud auth activate-service-account --key-file a
RUN az login
ENV HF_TOKEN_PATH=./app/y
ARG MY_ARG=1 HF_TOKEN=x
