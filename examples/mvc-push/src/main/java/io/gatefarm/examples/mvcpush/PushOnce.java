package io.gatefarm.examples.mvcpush;

import io.gatefarm.push.GatewayClient;
import io.gatefarm.push.Receipt;
import io.gatefarm.redis.connection.RedisFailures;
import io.gatefarm.redis.connection.RedisRefusedException;
import io.gatefarm.redis.connection.RedisUnavailableException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * One push from a shell or a cron job, without Spring: {@code java -cp .. io.gatefarm.examples.mvcpush.PushOnce --to-user Anna
 * "your report is ready"}. Exit codes: 0 pushed, also when nobody was there; 1 Redis cannot be used; 2 bad options.
 */
@Command(
        name = "push-once",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Pushes one text to the open pages of the example and ends.")
public final class PushOnce implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int NO_REDIS = 1;

    @Option(
            names = "--redis-uri",
            defaultValue = "${env:GATEFARM_REDIS_URI:-redis://127.0.0.1:6379}",
            description = "Where Redis is; GATEFARM_REDIS_URI says the same and does not show in the process list. "
                    + "Default: redis://127.0.0.1:6379")
    private String redisUri = "";

    @Option(
            names = "--app",
            defaultValue = "${env:GATEFARM_APP:-mvc-push}",
            description = "The app's name in Redis; GATEFARM_APP says the same. Default: mvc-push")
    private String app = "";

    @ArgGroup(multiplicity = "1")
    private Receivers receivers = new Receivers();

    @Option(names = "--from", defaultValue = "a shell", description = "Who it comes from. Default: a shell")
    private String from = "";

    @Parameters(paramLabel = "text", description = "What the pages show")
    private String text = "";

    @Spec
    private @Nullable CommandSpec spec;

    /** Exactly one of them is given. */
    static final class Receivers {
        @Option(names = "--to-user", required = true, description = "The pages of one user")
        private @Nullable String user;

        @Option(names = "--to-team", required = true, description = "The pages of a team: red or blue")
        private @Nullable String team;

        @Option(names = "--to-all", required = true, description = "Every page")
        private boolean all;
    }

    private PushOnce() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new PushOnce()).setExecutionExceptionHandler((e, command, parsed) -> {
            command.getErr().println("push-once: " + e.getMessage());
            if (e instanceof IllegalArgumentException) {
                return command.getCommandSpec().exitCodeOnInvalidInput();
            }
            if (e instanceof RedisUnavailableException || e instanceof RedisRefusedException) {
                return NO_REDIS;
            }
            throw e; // a fault of ours: its stack trace is wanted
        });
    }

    @Override
    public Integer call() {
        try (var gateway = GatewayClient.connect(redisUri, app)) {
            Receipt receipt = RedisFailures.await(send(gateway), PATIENCE);
            PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
            out.println(receipt.status() + " clients=" + receipt.clients());
            out.flush();
            return 0;
        }
    }

    private CompletionStage<Receipt> send(GatewayClient gateway) {
        if (receivers.all) {
            return gateway.sendToAll(json("all"));
        }
        if (receivers.user != null) {
            return gateway.sendToUid(receivers.user, json("user"));
        }
        return gateway.sendToGroup(User.groupOf(String.valueOf(receivers.team)), json("team"));
    }

    private String json(String to) {
        return new Push(to, from, text, Instant.now()).toJson();
    }
}
