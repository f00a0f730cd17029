package io.gatefarm.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code letters drop}: throws dead letters away. */
@Command(name = "drop", sortOptions = false, description = "Throws dead letters away.")
final class LettersDropCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private FarmOptions options = new FarmOptions();

    @Mixin
    private LetterChoice choice = new LetterChoice();

    @Override
    public Integer call() {
        try (Farm farm = options.open()) {
            long dropped = choice.apply(
                    farm, "Drop", letter -> farm.await(farm.letters().drop(letter.id())));
            spec.commandLine().getOut().println("dropped " + Words.count(dropped, "letter"));
        }
        return CliProcess.DONE;
    }
}
