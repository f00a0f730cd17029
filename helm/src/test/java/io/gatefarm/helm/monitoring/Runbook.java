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
     * Runs the first command as it stands, in a shell where redis-cli knows the farm; only the ports of gateways and workers are other
     * ones.
     *
     * @param process number of the gateway and of the worker that are asked
     * @param folder for the program
     */
    Tool.Done runFirstCommand(MonitoredFarm farm, int process, Path folder) throws IOException, InterruptedException {
        var matcher = FIRST_COMMAND.matcher(page);
        if (!matcher.find()) {
            throw new AssertionError("no command in " + page);
        }
        String command = matcher.group(1)
                .replace("localhost", "127.0.0.1")
                .replace("9282", Integer.toString(farm.gatewayAdminPort(process)))
                .replace("9283", Integer.toString(farm.workerPort(process)));
        Tool.find("curl");
        Path programs = Files.createDirectories(folder.resolve("programs"));
        program(
                programs,
                "redis-cli",
                Tool.find("redis-cli").path() + " -p " + farm.redis().port());
        var environment = Map.of("PATH", programs + ":" + System.getenv("PATH"));
        return Tool.find("bash").run("", environment, "-c", command);
    }

    private static void program(Path folder, String name, String command) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\nexec " + command + " \"$@\"\n");
        if (!file.toFile().setExecutable(true)) {
            throw new IOException("not executable: " + file);
        }
    }
}
