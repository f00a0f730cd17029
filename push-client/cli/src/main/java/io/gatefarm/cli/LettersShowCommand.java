package io.gatefarm.cli;

import io.gatefarm.cli.view.LetterView;
import io.gatefarm.redis.stream.DeadLetter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code letters show}: all of one dead letter. */
@Command(name = "show", sortOptions = false, description = "Shows a dead letter with its data.")
final class LettersShowCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private FarmOptions options = new FarmOptions();

    @Parameters(paramLabel = "ID", description = "Of the letter, as the list shows it")
    private String id = "";

    @Option(names = "--json", description = "Prints JSON")
    private boolean json;

    @Override
    public Integer call() {
        try (Farm farm = options.open()) {
            DeadLetter letter = farm.await(farm.letters().find(id))
                    .orElseThrow(() -> new CannotException("there is no letter " + id));
            var view = new LetterView(letter);
            spec.commandLine().getOut().println(json ? view.json() : view.text());
        }
        return CliProcess.DONE;
    }
}
