# The images of Gatefarm, from what `mvn package` made; docs/images.md has the commands and what may be set.
#
#   --target gateway    WebSocket gateway: clients on 8282, health and metrics on 9282
#   --target worker     the ready-made worker, and the base of an image with Events of your own
#   --target chat       a worker with the example chat's Events
#
# Nothing is run while an image is built: every platform that BASE has is built anywhere, without emulation.

# Any image with a Java 25 runtime whose `java` is on the PATH; it needs neither a shell nor anything else.
ARG BASE=docker.io/library/eclipse-temurin:25-jre

FROM ${BASE} AS java
# The container's memory is shared by heap, buffers outside of it, code, and the kernel's side of every socket:
# 60 % are the heap's. What these say can be added to and overruled by JDK_JAVA_OPTIONS.
ENV JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=60 -XX:InitialRAMPercentage=20 -XX:+UseCompactObjectHeaders \
-XX:+ExitOnOutOfMemoryError -XX:+ErrorFileToStderr -XX:-UsePerfData --enable-native-access=ALL-UNNAMED"
LABEL org.opencontainers.image.source="https://github.com/gatefarm/gatefarm" org.opencontainers.image.licenses="Apache-2.0"
WORKDIR /app
COPY --chmod=0644 LICENSE /app/
# A number, so that Kubernetes can check runAsNonRoot; the user needs no entry in /etc/passwd.
USER 10001:10001

FROM java AS gateway
ARG VERSION=0.1.0-SNAPSHOT
# Two layers: what others made, which seldom changes, and Gatefarm's own jars. `g[^a]*` and `[^g]*` are all but `ga*`. Whoever builds
# may have files that only they can read: the image's user must.
COPY --chmod=0644 gateway/target/lib/g[^a]* gateway/target/lib/[^g]* /app/lib/
COPY --chmod=0644 gateway/target/lib/gatefarm-* gateway/target/gatefarm-gateway-${VERSION}.jar /app/
EXPOSE 8282 9282
LABEL org.opencontainers.image.title="gatefarm-gateway" org.opencontainers.image.version="${VERSION}"
ENTRYPOINT ["java", "-cp", "/app/*:/app/lib/*", "io.gatefarm.gateway.Main"]

FROM java AS worker
ARG VERSION=0.1.0-SNAPSHOT
COPY --chmod=0644 worker/target/lib/g[^a]* worker/target/lib/[^g]* /app/lib/
COPY --chmod=0644 worker/target/lib/gatefarm-* worker/target/gatefarm-worker-${VERSION}.jar /app/
EXPOSE 9283
LABEL org.opencontainers.image.title="gatefarm-worker" org.opencontainers.image.version="${VERSION}"
ENTRYPOINT ["java", "-cp", "/app/*:/app/lib/*", "io.gatefarm.worker.Main"]

FROM worker AS chat
ARG VERSION=0.1.0-SNAPSHOT
COPY --chmod=0644 examples/chat/target/gatefarm-example-chat-${VERSION}.jar /app/
ENV GATEFARM_EVENTS=io.gatefarm.examples.chat.ChatEvents
LABEL org.opencontainers.image.title="gatefarm-chat" org.opencontainers.image.version="${VERSION}"
