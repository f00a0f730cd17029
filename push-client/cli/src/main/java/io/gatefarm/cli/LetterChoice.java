package io.gatefarm.cli;

import io.gatefarm.redis.stream.DeadLetter;
import io.gatefarm.redis.stream.DeadLetters;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which dead letters a command is about: named ones, or all that there are when it begins. */
final class LetterChoice {
    private static final int PAGE = 100;

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Which which = new Which();

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "With --all: only letters whose reason holds this text")
    private String reason = "";

    @Option(names = "--yes", description = "Does not ask before --all")
    private boolean yes;

    private static final class Which {
        @Parameters(arity = "1..*", paramLabel = "ID", description = "These letters, as the list shows them")
        private List<String> ids = List.of();

        @Option(names = "--all", description = "All of them")
        private boolean all;
    }

    boolean isAll() {
        return which.all;
    }

    /** What is done with a letter; false when it is not there any more, or is left out. */
    interface Action {
        boolean on(DeadLetter letter);
    }

    /**
     * Does it to each.
     *
     * @param what it is, for the question: {@code Replay}
     * @return how many letters there were to do it to
     */
    long apply(Farm farm, String what, Action action) {
        if (!reason.isEmpty() && !which.all) {
            throw new IllegalArgumentException("--reason goes with --all");
        }
        List<String> ids = which.all ? matching(farm) : which.ids;
        String question = what + " " + Words.count(ids.size(), "letter") + " of app " + farm.app() + "?";
        if (which.all && !yes && !ids.isEmpty() && Terminal.isThere() && !Terminal.confirms(question)) {
            throw new CannotException("nothing was done");
        }
        long done = 0;
        for (String id : ids) {
            var letter = farm.await(farm.letters().find(id));
            if (letter.isPresent() && action.on(letter.get())) {
                done++;
            } else if (!which.all) {
                throw new CannotException("there is no letter " + id);
            }
        }
        if (done == 0) {
            throw new CannotException("there is no such letter");
        }
        return done;
    }

    /** Ids alone: thousands of letters with their data may be more than fits. */
    private List<String> matching(Farm farm) {
        DeadLetters letters = farm.letters();
        List<String> ids = new ArrayList<>();
        String after = "";
        List<DeadLetter> page;
        do {
            page = farm.await(letters.list(after, PAGE));
            for (DeadLetter letter : page) {
                after = letter.id();
                if (letter.reason().contains(reason)) {
                    ids.add(letter.id());
                }
            }
        } while (page.size() == PAGE);
        return ids;
    }
}
