package io.gatefarm.examples.launcher;

import io.gatefarm.gateway.http.PortException;
import io.gatefarm.redis.connection.RedisRefusedException;
import io.gatefarm.redis.connection.RedisUnavailableException;
import io.gatefarm.redis.embedded.RedisStartException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line: starts the chat farm and keeps it until Ctrl-C. Exit codes: 0 stopped, 1 could not start, 2 bad options. */
@Command(
        name = "gatefarm-chat",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Starts Redis, gateways and workers with the example chat, all in this process.")
final class LauncherProcess implements Callable<Integer> {
    private static final int FAILED = 1;

    @Option(names = "--gateways", defaultValue = "1", description = "Gateways, on ports that count up. Default: 1")
    private int gateways;

    @Option(names = "--workers", defaultValue = "1", description = "Workers. Default: 1")
    private int workers;

    @Option(names = "--port", defaultValue = "8282", description = "The first gateway's port. Default: 8282")
    private int port;

    @Option(names = "--admin-port", defaultValue = "9282", description = "The first one's admin port. Default: 9282")
    private int adminPort;

    @Option(names = "--app", defaultValue = "chat", description = "The app's name in Redis. Default: chat")
    private String app = "";

    @Option(
            names = "--redis-uri",
            defaultValue = "${env:GATEFARM_REDIS_URI:-}",
            description = "A running Redis, as redis://host:6379; GATEFARM_REDIS_URI says the same. "
                    + "Default: one of its own, that ends with this process")
    private String redisUri = "";

    @Option(names = "--stop-with-parent", hidden = true, description = "Ends when the process that started it ends")
    private boolean stopWithParent;

    private LauncherProcess() {}

    public static void main(String[] args) {
        if (System.getProperty("logback.configurationFile") == null) {
            System.setProperty("logback.configurationFile", "launcher-logback.xml");
        }
        System.exit(commandLine().execute(args));
    }

    private static CommandLine commandLine() {
        return new CommandLine(new LauncherProcess()).setExecutionExceptionHandler((e, command, parsed) -> {
            if (!isExpected(e)) {
                throw e; // a fault of ours: its stack trace is wanted
            }
            PrintWriter err = command.getErr();
            err.println("gatefarm: " + e.getMessage());
            err.flush();
            return e instanceof IllegalArgumentException
                    ? command.getCommandSpec().exitCodeOnInvalidInput()
                    : FAILED;
        });
    }

    private static boolean isExpected(Exception e) {
        return e instanceof IllegalArgumentException
                || e instanceof PortException
                || e instanceof RedisStartException
                || e instanceof RedisUnavailableException
                || e instanceof RedisRefusedException;
    }

    @Override
    public Integer call() throws InterruptedException {
        var plan = new FarmPlan(gateways, workers, port, adminPort, app, redisUri);
        ChatFarm farm = ChatFarm.start(plan);
        Runtime.getRuntime().addShutdownHook(new Thread(farm::close, "gatefarm-stop"));
        if (stopWithParent) {
            // on a thread of its own: the common pool's is needed to see Redis end
            ProcessHandle.current()
                    .parent()
                    .ifPresent(parent -> parent.onExit()
                            .thenRun(() -> new Thread(() -> System.exit(0), "gatefarm-parent-gone").start()));
        }
        System.out.print(farm.describe());
        System.out.flush();
        farm.awaitClosed();
        return 0;
    }
}
