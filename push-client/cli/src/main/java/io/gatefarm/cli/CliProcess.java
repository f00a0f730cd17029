package io.gatefarm.cli;

import io.gatefarm.redis.connection.RedisConfig;
import io.gatefarm.redis.connection.RedisRefusedException;
import io.gatefarm.redis.connection.RedisUnavailableException;
import io.gatefarm.redis.process.SettingException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ScopeType;

/**
 * The command line. Exit codes: 0 done; 1 it could not be done, because Redis is away, nothing matched or the time was up; 2 the
 * options make no sense. What went wrong is one line on standard error.
 */
@Command(
        name = "gatefarm",
        mixinStandardHelpOptions = true,
        versionProvider = CliProcess.class,
        scope = ScopeType.INHERIT,
        sortOptions = false,
        description = "Looks after a farm of gateways and workers, over Redis alone.",
        subcommands = {
            StatusCommand.class,
            ClientsCommand.class,
            GroupsCommand.class,
            SendCommand.class,
            KickCommand.class,
            LettersCommand.class,
            StopCommand.class,
            ReloadCommand.class,
            FunctionsCommand.class
        })
public final class CliProcess implements IVersionProvider {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int BAD_USAGE = 2;

    CliProcess() {}

    public static void main(String[] args) {
        if (System.getProperty("logback.configurationFile") == null) {
            System.setProperty("logback.configurationFile", "cli-logback.xml");
        }
        var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(out, err, args));
    }

    /** Carries out one command and returns its exit code. */
    public static int run(PrintWriter out, PrintWriter err, String... args) {
        int code = new CommandLine(new CliProcess())
                .setOut(out)
                .setErr(err)
                .setParameterExceptionHandler(CliProcess::badUsage)
                .setExecutionExceptionHandler((failure, command, parsed) -> failed(failure, command))
                .execute(args);
        out.flush();
        err.flush();
        return code;
    }

    @Override
    public String[] getVersion() {
        String version = CliProcess.class.getPackage().getImplementationVersion();
        return new String[] {"gatefarm " + (version == null ? "development" : version)};
    }

    private static int badUsage(CommandLine.ParameterException failure, String[] args) {
        CommandLine command = failure.getCommandLine();
        String message =
                String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
        for (String argument : args) { // it may be shown, and a Redis URI may hold a password
            String value = argument.substring(argument.indexOf('=') + 1);
            message = message.replace(argument, RedisConfig.masked(argument)).replace(value, RedisConfig.masked(value));
        }
        for (int i = 0; i < args.length; i++) { // a worker's flag, or one mistyped
            if (args[i].startsWith("--redis-pass") && !args[i].startsWith("--redis-password-file")) {
                int equals = args[i].indexOf('=');
                String secret = equals >= 0 ? args[i].substring(equals + 1) : i + 1 < args.length ? args[i + 1] : "";
                message = secret.isEmpty() ? message : message.replace(secret, "***");
            }
        }
        String name = command.getCommandSpec().qualifiedName();
        command.getErr().println("gatefarm: " + message + "; see " + name + " --help");
        return BAD_USAGE;
    }

    private static int failed(Exception failure, CommandLine command) throws Exception {
        boolean usage = failure instanceof SettingException || failure instanceof IllegalArgumentException;
        boolean expected = failure instanceof CannotException
                || failure instanceof RedisUnavailableException
                || failure instanceof RedisRefusedException;
        if (!usage && !expected) {
            throw failure; // a fault of ours: its stack trace is wanted
        }
        command.getErr().println("gatefarm: " + failure.getMessage());
        return usage ? BAD_USAGE : FAILED;
    }
}
