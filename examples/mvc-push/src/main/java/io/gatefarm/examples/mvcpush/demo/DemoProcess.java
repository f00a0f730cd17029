package io.gatefarm.examples.mvcpush.demo;

import io.gatefarm.gateway.http.PortException;
import io.gatefarm.redis.connection.RedisRefusedException;
import io.gatefarm.redis.connection.RedisUnavailableException;
import io.gatefarm.redis.embedded.RedisStartException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.springframework.boot.web.server.PortInUseException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line: starts the demo and keeps it until Ctrl-C. Exit codes: 0 stopped, 1 could not start, 2 bad options. */
@Command(
        name = "gatefarm-mvc-push",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Starts Redis, a gateway, a worker and the Spring MVC example, all in this process.")
final class DemoProcess implements Callable<Integer> {
    private static final int FAILED = 1;

    @Option(names = "--port", defaultValue = "8080", description = "The web application's port. Default: 8080")
    private int port;

    @Option(names = "--gateway-port", defaultValue = "8282", description = "The gateway's port. Default: 8282")
    private int gatewayPort;

    @Option(names = "--admin-port", defaultValue = "9282", description = "The gateway's admin port. Default: 9282")
    private int adminPort;

    @Option(names = "--app", defaultValue = "mvc-push", description = "The app's name in Redis. Default: mvc-push")
    private String app = "";

    @Option(
            names = "--redis-uri",
            defaultValue = "${env:GATEFARM_REDIS_URI:-}",
            description = "A running Redis, as redis://host:6379; GATEFARM_REDIS_URI says the same. "
                    + "Default: one of its own, that ends with this process")
    private String redisUri = "";

    @Option(names = "--stop-with-parent", hidden = true, description = "Ends when the process that started it ends")
    private boolean stopWithParent;

    private DemoProcess() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new DemoProcess())
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    if (webPortTaken(e)) {
                        return FAILED; // Spring Boot has said it
                    }
                    if (!isExpected(e)) {
                        throw e; // a fault of ours: its stack trace is wanted
                    }
                    PrintWriter err = command.getErr();
                    err.println("gatefarm: " + e.getMessage());
                    err.flush();
                    return e instanceof IllegalArgumentException
                            ? command.getCommandSpec().exitCodeOnInvalidInput()
                            : FAILED;
                })
                .execute(args));
    }

    private static boolean isExpected(Exception e) {
        return e instanceof IllegalArgumentException
                || e instanceof PortException
                || e instanceof RedisStartException
                || e instanceof RedisUnavailableException
                || e instanceof RedisRefusedException;
    }

    private static boolean webPortTaken(Throwable e) {
        return e instanceof PortInUseException || (e.getCause() != null && webPortTaken(e.getCause()));
    }

    @Override
    public Integer call() throws InterruptedException {
        Demo demo = Demo.start(new DemoPlan(port, gatewayPort, adminPort, app, redisUri));
        Runtime.getRuntime().addShutdownHook(new Thread(demo::close, "gatefarm-stop"));
        if (stopWithParent) {
            // on a thread of its own: the common pool's is needed to see Redis end
            ProcessHandle.current()
                    .parent()
                    .ifPresent(parent -> parent.onExit()
                            .thenRun(() -> new Thread(() -> System.exit(0), "gatefarm-parent-gone").start()));
        }
        System.out.print(demo.describe(app));
        System.out.flush();
        demo.awaitClosed();
        return 0;
    }
}
