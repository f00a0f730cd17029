package io.gatefarm.images;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/**
 * An image's process, run as a container would run it: entry point, user, folder and variables are the image's, its root cannot be
 * written to, and only {@code /tmp} is a file system in memory. The network is this machine's. Needs root.
 */
final class ImageProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Run in a mount namespace of its own, which goes with the process; $1 is the root, the rest the command. */
    private static final String READ_ONLY = """
        root=$1; shift
        mount --bind "$root" "$root" && mount -o remount,bind,ro "$root" &&
        mount --rbind /proc "$root/proc" && mount --rbind /dev "$root/dev" && mount -t tmpfs tmpfs "$root/tmp" &&
        exec "$@"
        """;

    private final Process process;
    private final Path log;

    private ImageProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * Starts it.
     *
     * @param root the unpacked image
     * @param image what the image says about itself
     * @param variables the container's own
     */
    static ImageProcess start(Path root, JsonObject image, Map<String, String> variables, String... arguments)
            throws IOException {
        JsonObject config = image.getAsJsonObject("config");
        String[] user = config.get("User").getAsString().split(":", -1);
        List<String> command = new ArrayList<>(List.of("/usr/bin/unshare", "--mount", "--propagation", "private"));
        command.addAll(List.of("sh", "-c", READ_ONLY, "read-only", root.toString(), "/usr/bin/env", "-i"));
        command.addAll(texts(config, "Env"));
        variables.forEach((name, value) -> command.add(name + "=" + value));
        command.addAll(List.of("/usr/bin/unshare", "--root", root.toString()));
        command.addAll(List.of("--wd", config.get("WorkingDir").getAsString()));
        command.addAll(List.of("--setgid", user[1], "--setuid", user[0]));
        command.addAll(texts(config, "Entrypoint"));
        command.addAll(List.of(arguments));
        Path log = Files.createTempFile("image", ".log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new ImageProcess(process, log);
    }

    private static List<String> texts(JsonObject config, String name) {
        return config.getAsJsonArray(name).asList().stream()
                .map(JsonElement::getAsString)
                .toList();
    }

    /** Waits for a line that has the pattern. */
    Matcher awaitLine(String pattern) {
        var compiled = Pattern.compile(pattern);
        return Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .failFast("the process has ended", () -> !process.isAlive())
                .until(() -> compiled.matcher(Files.readString(log)), Matcher::find);
    }

    /** A line of {@code /proc/<pid>/status}. */
    String status(String name) throws IOException {
        return Files.readAllLines(proc("status")).stream()
                .filter(line -> line.startsWith(name + ":"))
                .findFirst()
                .orElseThrow()
                .replaceAll("\\s+", " ");
    }

    /** What is mapped into its memory. */
    String maps() throws IOException {
        return Files.readString(proc("maps"));
    }

    private Path proc(String file) {
        return Path.of("/proc", Long.toString(process.pid()), file);
    }

    /** SIGTERM; returns the exit status. */
    int terminate() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("process " + process.pid() + " does not end");
        }
        return process.exitValue();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly().onExit().join();
        System.out.println(Files.readString(log));
        Files.delete(log);
    }
}
