package io.gatefarm.cli;

import io.gatefarm.redis.script.FunctionLibrary;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code functions}: the console's functions as text, for an administrator of a Redis whose gateways may not load them. */
@Command(
        name = "functions",
        sortOptions = false,
        description = {
            "Prints the functions that gateways load for redis-cli's FCALL.",
            "Where they may not: gatefarm functions | redis-cli -x FUNCTION LOAD REPLACE"
        })
final class FunctionsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        spec.commandLine().getOut().print(FunctionLibrary.current().text());
        return CliProcess.DONE;
    }
}
