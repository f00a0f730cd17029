package io.gatefarm.cli;

import io.gatefarm.redis.stream.DeadLetter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code letters replay}: has workers handle the events of dead letters again. */
@Command(
        name = "replay",
        sortOptions = false,
        description = "Has the events handled again, behind what waits by now; the letters go. "
                + "One that fails again is a new letter.")
final class LettersReplayCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private FarmOptions options = new FarmOptions();

    @Mixin
    private LetterChoice choice = new LetterChoice();

    @Override
    public Integer call() {
        try (Farm farm = options.open()) {
            long replayed = choice.apply(farm, "Replay", letter -> replay(farm, letter));
            spec.commandLine().getOut().println("replayed " + Words.count(replayed, "letter"));
        }
        return CliProcess.DONE;
    }

    private boolean replay(Farm farm, DeadLetter letter) {
        if (letter.event().isEmpty()) {
            String unreadable = "letter " + letter.id() + " holds no event that can be read";
            if (!choice.isAll()) {
                throw new CannotException(unreadable + ": drop it, or leave it out");
            }
            spec.commandLine().getErr().println(unreadable + ": it is left out");
            return false;
        }
        return farm.await(farm.letters().replay(letter));
    }
}
