package io.gatefarm.worker;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A worker in a JVM of its own, to be killed; it answers each message with its text, and never ends "stuck". */
final class WorkerInOwnProcess {
    private WorkerInOwnProcess() {}

    /** @param args Redis URI and app */
    public static void main(String[] args) throws Exception {
        var events = new RecordedEvents() {
            @Override
            void received(Client client, String text) throws Exception {
                if (text.equals("stuck")) {
                    client.send("stuck in the first");
                    TimeUnit.MINUTES.sleep(5);
                }
                client.send(text);
            }
        };
        try (var worker = Worker.start(WorkerConfig.of(args[0], args[1]), events)) {
            worker.awaitClosed();
        }
    }

    static Process start(String redisUri, String app) throws IOException {
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
                        app)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
