package io.gatefarm.redis.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A program of its own that starts a {@link LocalRedis} and never closes it. It prints one line with the server's pid,
 * port and folder. Its shutdown hook waits for a line of input and prints what Redis answers then.
 */
final class ParentWithRedis {
    private ParentWithRedis() {}

    public static void main(String[] args) throws InterruptedException {
        var redis = LocalRedis.start(LocalRedisConfig.DEFAULTS.withoutPath());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println(ping(redis))));
        System.out.println(redis.pid() + " " + redis.port() + " " + redis.folder());
        new CountDownLatch(1).await();
    }

    private static String ping(LocalRedis redis) {
        try {
            System.in.read();
            return "hook " + RespConnection.call(redis, "PING");
        } catch (IOException e) {
            return "hook " + e;
        }
    }

    /** Starts the program with this JVM's Java and class path, as leader of a process group of its own. */
    static Process start() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
        command.add(ParentWithRedis.class.getName());
        return DetachedProcess.command(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
