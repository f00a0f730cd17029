package io.gatefarm.cli;

import picocli.CommandLine.Command;

/** {@code letters}: the events whose handler failed for good. */
@Command(
        name = "letters",
        sortOptions = false,
        description = "Looks after dead letters: events whose handler failed for good.",
        subcommands = {
            LettersListCommand.class,
            LettersShowCommand.class,
            LettersReplayCommand.class,
            LettersDropCommand.class
        })
final class LettersCommand {}
