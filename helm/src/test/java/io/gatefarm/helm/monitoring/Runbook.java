package io.gatefarm.helm.monitoring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

/** The page of one alert. */
record Runbook(String page) {
    private static final Pattern FIRST_COMMAND = Pattern.compile("```sh\n(.*?)\n```", Pattern.DOTALL);

    static Runbook of(String alert) throws IOException {
        return new Runbook(Files.readString(Path.of("..", "docs", "runbook", alert + ".md")));
    }

    /**
     * Runs the first command as it stands, in a shell where redis-cli and gatefarm-cli know the farm; only the ports of gateways and
     * workers are other ones.
     *
     * @param folder for the two programs
     */
    Tool.Done runFirstCommand(MonitoredFarm farm, Path folder) throws IOException, InterruptedException {
        var matcher = FIRST_COMMAND.matcher(page);
        if (!matcher.find()) {
            throw new AssertionError("no command in " + page);
        }
        String command = matcher.group(1)
                .replace("localhost:9282", "127.0.0.1:" + farm.gateway(0).adminPort())
                .replace("localhost:9283", "127.0.0.1:" + farm.workerPort(0));
        Tool.find("curl");
        Path programs = Files.createDirectories(folder.resolve("programs"));
        program(
                programs,
                "redis-cli",
                Tool.find("redis-cli").path() + " -p " + farm.redis().port());
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        program(
                programs,
                "gatefarm-cli",
                java + " -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp " + System.getProperty("java.class.path")
                        + " io.gatefarm.cli.CliProcess");
        var environment = Map.of(
                "PATH",
                programs + ":" + System.getenv("PATH"),
                "GATEFARM_REDIS_URI",
                farm.redis().uri(),
                "GATEFARM_APP",
                MonitoredFarm.APP);
        return Tool.find("bash").run("", environment, "-c", command);
    }

    private static void program(Path folder, String name, String command) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\nexec " + command + " \"$@\"\n");
        if (!file.toFile().setExecutable(true)) {
            throw new IOException("not executable: " + file);
        }
    }
}
