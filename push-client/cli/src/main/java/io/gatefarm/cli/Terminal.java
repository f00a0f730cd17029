package io.gatefarm.cli;

import java.io.Console;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** The terminal that the command runs on, if it does. */
final class Terminal {
    private static final int UNLIMITED = Integer.MAX_VALUE;

    private Terminal() {}

    @SuppressWarnings("SystemConsoleNull") // null on Java 17; from 22 on there is a console without a terminal, too
    private static Optional<Console> console() {
        return Optional.ofNullable(System.console()).filter(Terminal::isTerminal);
    }

    private static boolean isTerminal(Console console) {
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true; // before Java 22 a console is one
        }
    }

    /** True when somebody sits there: neither input nor output is a file or a pipe. */
    static boolean isThere() {
        return console().isPresent();
    }

    /** Characters of a line; no limit when nobody looks. */
    static int width() {
        return isThere() ? CommandSpec.create().usageMessage().autoWidth(true).width() : UNLIMITED;
    }

    /** Asks for a yes; no when there is nobody to ask. */
    static boolean confirms(String question) {
        return console()
                .map(console -> console.readLine("%s [y/N] ", question))
                .filter(answer ->
                        answer.strip().equalsIgnoreCase("y") || answer.strip().equalsIgnoreCase("yes"))
                .isPresent();
    }
}
