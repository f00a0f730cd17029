package io.gatefarm.worker;

import io.gatefarm.redis.connection.RedisConfig;
import io.gatefarm.worker.partition.WorkLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A worker in a JVM of its own, to be killed; it answers each message with its text, never ends "stuck", and dies of "poison". */
final class WorkerInOwnProcess {
    private WorkerInOwnProcess() {}

    /** @param args Redis URI, app and lease */
    public static void main(String[] args) throws Exception {
        var events = new RecordedEvents() {
            @Override
            void received(Client client, String text) throws Exception {
                if (text.equals("stuck")) {
                    client.send("stuck in the first");
                    TimeUnit.MINUTES.sleep(5);
                }
                if (text.equals("poison")) {
                    Runtime.getRuntime().halt(3);
                }
                client.send(text);
            }
        };
        var limits = Farm.lease(Duration.parse(args[2]));
        var config = new WorkerConfig(RedisConfig.of(args[0]), args[1], "worker", 0, limits);
        try (var worker = Worker.start(config, events)) {
            worker.awaitClosed();
        }
    }

    static Process start(String redisUri, String app) throws IOException {
        return start(redisUri, app, WorkLimits.DEFAULTS.lease());
    }

    static Process start(String redisUri, String app, Duration lease) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(
                        java,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        WorkerInOwnProcess.class.getName(),
                        redisUri,
                        app,
                        lease.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
