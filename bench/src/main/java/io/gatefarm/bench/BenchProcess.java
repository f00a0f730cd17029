package io.gatefarm.bench;

import io.gatefarm.bench.load.LoadFailedException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The command line. Exit codes: 0 all replies were right; 1 some were not, or the run could not be carried out; 2 the
 * options make no sense or were refused.
 */
@Command(
        name = "gatefarm-bench",
        mixinStandardHelpOptions = true,
        description = "Loads a WebSocket server on this machine and measures it.",
        subcommands = {
            EchoCommand.class,
            FanoutCommand.class,
            ConnectCommand.class,
            FarmCommand.class,
            PushCommand.class,
            DirectoryCommand.class,
            FaultsCommand.class
        })
final class BenchProcess {
    static final int CLEAN = 0;
    static final int ERRORS = 1;
    static final int REFUSED = 2;

    private BenchProcess() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new BenchProcess()).setExecutionExceptionHandler((exception, command, parsed) -> {
            if (!(exception instanceof IllegalArgumentException || exception instanceof LoadFailedException)) {
                throw exception;
            }
            command.getErr().println(exception.getMessage());
            command.getErr().flush();
            return exception instanceof LoadFailedException ? ERRORS : REFUSED;
        });
    }
}
