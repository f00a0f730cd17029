package io.gatefarm.redis.process;

import io.gatefarm.redis.connection.RedisConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A process's settings, read from its environment and its flags: {@code redis-uri} is the variable {@code GATEFARM_REDIS_URI}
 * and the flag {@code --redis-uri=…} (or {@code --redis-uri …}), which wins. Each is asked for once with its default and a line
 * for people; {@link #end} then refuses whatever nobody asked for, so that a mistyped name cannot go unnoticed.
 *
 * <pre>{@code
 * var settings = Settings.read(System.getenv(), args);
 * int port = settings.integer("port", 8282, 0, 65535, "TCP port for clients");
 * settings.end();
 * }</pre>
 *
 * Every method throws {@link SettingException} for a bad value. Owned by one thread.
 */
public final class Settings {
    private static final String VARIABLE = "GATEFARM_";
    private static final String FLAG = "--";
    /** What the flag of a secret ends with. */
    private static final String SECRET = "-password";
    /** Variables of the project's tests, which may stand in a developer's environment. */
    private static final String TESTS = "GATEFARM_TEST_";

    private static final Duration LONGEST = Duration.ofDays(30);

    /** What was given and not asked for yet: name to the value and how the user wrote the name. */
    private final Map<String, Given> given = new HashMap<>();

    private final Map<String, String> asked = new LinkedHashMap<>();
    /** How the user wrote the names of those that were given, asked for or not. */
    private final Map<String, String> written = new HashMap<>();

    private boolean help;

    private record Given(String written, String value) {}

    private Settings() {}

    /** Takes environment and flags as they are; nothing is checked yet but the flags' form. */
    public static Settings read(Map<String, String> environment, String... flags) {
        var settings = new Settings();
        environment.forEach((variable, value) -> {
            if (variable.startsWith(VARIABLE) && !variable.startsWith(TESTS)) {
                String name = variable.substring(VARIABLE.length())
                        .toLowerCase(Locale.ROOT)
                        .replace('_', '-');
                settings.give(name, new Given(variable, value));
            }
        });
        settings.flags(List.of(flags));
        return settings;
    }

    private void flags(List<String> flags) {
        boolean beforeSecret = false;
        for (int i = 0; i < flags.size(); i++) {
            String flag = flags.get(i);
            if (flag.equals("--help")) {
                help = true;
                continue;
            }
            if (!flag.startsWith(FLAG)) {
                String shown =
                        beforeSecret ? "***" : RedisConfig.masked(flag); // may be the rest of a password with a space
                throw new SettingException("\"" + shown + "\" is not a flag: they begin with --");
            }
            int equals = flag.indexOf('=');
            String written = equals < 0 ? flag : flag.substring(0, equals);
            if (equals < 0 && i + 1 == flags.size()) {
                throw new SettingException(RedisConfig.masked(written) + " needs a value");
            }
            String value = equals < 0 ? flags.get(++i) : flag.substring(equals + 1);
            give(written.substring(FLAG.length()), new Given(written, value));
            beforeSecret = written.endsWith(SECRET);
        }
    }

    private void give(String name, Given value) {
        given.put(name, value);
        written.put(name, value.written());
    }

    /** True when the user gave the setting. */
    public boolean isGiven(String name) {
        return written.containsKey(name);
    }

    /** The setting's name as the user wrote it, for messages; as a flag when it was not given. */
    public String written(String name) {
        return written.getOrDefault(name, FLAG + name);
    }

    /** A text. */
    public String text(String name, String otherwise, String purpose) {
        return value(name, otherwise, purpose, Function.identity());
    }

    /** A whole number. */
    public int integer(String name, int otherwise, int min, int max, String purpose) {
        return value(name, Integer.toString(otherwise), purpose, text -> {
            int number = parsed(text, "a whole number", Integer::parseInt);
            checkRange(number, min, max, min + " to " + max);
            return number;
        });
    }

    /** Yes or no, {@code true} or {@code false}; no when not given. */
    public boolean flag(String name, String purpose) {
        return value(name, "false", purpose, text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("must be true or false but is \"" + text + "\"");
        });
    }

    /** Elements between commas, empty ones left out; the reader says with {@link IllegalArgumentException} what is wrong with one. */
    public <T> List<T> list(String name, String purpose, Function<String, T> reader) {
        return value(name, "", purpose, text -> {
            List<T> elements = new ArrayList<>();
            for (String element : text.split(",", -1)) {
                if (!element.isBlank()) {
                    elements.add(reader.apply(element.strip()));
                }
            }
            return elements;
        });
    }

    /** A number of bytes: {@code 65536}, {@code 64k}, {@code 16m} or {@code 1g}, by 1024. */
    public long bytes(String name, long otherwise, long min, long max, String purpose) {
        return value(name, Long.toString(otherwise), purpose, text -> {
            long number = parsed(text, "bytes such as 65536, 64k or 16m", Settings::parseBytes);
            checkRange(number, min, max, min + " to " + max);
            return number;
        });
    }

    /** A time of 30 days at most: {@code 500ms}, {@code 10s}, {@code 5m}, {@code 1h}, or 0. */
    public Duration duration(String name, Duration otherwise, Duration min, String purpose) {
        return duration(name, otherwise, min, LONGEST, purpose);
    }

    /** A time with a limit of its own. */
    public Duration duration(String name, Duration otherwise, Duration min, Duration max, String purpose) {
        return value(name, otherwise.toMillis() + "ms", purpose, text -> {
            Duration time = parsed(text, "a time such as 500ms, 10s or 5m", Settings::parseDuration);
            if (time.compareTo(min) < 0) {
                throw new IllegalArgumentException("must be at least " + shown(min) + " but is " + text);
            }
            if (time.compareTo(max) > 0) {
                throw new IllegalArgumentException("must be at most " + shown(max) + " but is " + text);
            }
            return time;
        });
    }

    private static String shown(Duration limit) {
        long ms = limit.toMillis();
        if (ms == 0 || ms % 1000 != 0) {
            return ms + " ms";
        }
        return ms % 3_600_000 == 0 ? limit.toHours() + " h" : limit.toSeconds() + " s";
    }

    /** Anything else: the reader says with an {@link IllegalArgumentException} what is wrong; it must not show a secret. */
    public <T> T value(String name, String otherwise, String purpose, Function<String, T> reader) {
        asked.put(name, purpose + (otherwise.isEmpty() ? "" : " (default " + otherwise + ")"));
        Optional<Given> found = Optional.ofNullable(given.remove(name));
        String written = found.map(Given::written).orElse(name);
        try {
            return reader.apply(found.map(Given::value).orElse(otherwise).strip());
        } catch (IllegalArgumentException e) {
            throw new SettingException(written + " " + e.getMessage());
        }
    }

    /**
     * The path of a file; empty when none is given.
     *
     * @param check says with an {@link IllegalArgumentException} what is wrong with the file, which it names
     */
    public Optional<Path> file(String name, String purpose, Consumer<Path> check) {
        return value(name, "", purpose, text -> {
            if (text.isEmpty()) {
                return Optional.<Path>empty();
            }
            Path file = Path.of(text);
            try {
                check.accept(file);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("is of no use: " + e.getMessage(), e);
            }
            return Optional.of(file);
        });
    }

    private static <T> T parsed(String text, String what, Function<String, T> parser) {
        try {
            return parser.apply(text);
        } catch (NumberFormatException | DateTimeParseException | ArithmeticException e) {
            throw new IllegalArgumentException("must be " + what + " but is \"" + text + "\"", e);
        }
    }

    private static void checkRange(long number, long min, long max, String what) {
        if (number < min || number > max) {
            throw new IllegalArgumentException("must be " + what + " but is " + number);
        }
    }

    private static long parseBytes(String text) {
        int shift = text.isEmpty() ? -1 : "kmg".indexOf(Character.toLowerCase(text.charAt(text.length() - 1)));
        return shift < 0
                ? Long.parseLong(text)
                : Math.multiplyExact(Long.parseLong(text.substring(0, text.length() - 1)), 1L << (10 * (shift + 1)));
    }

    private static Duration parseDuration(String text) {
        if (text.equals("0")) {
            return Duration.ZERO;
        }
        if (text.endsWith("ms")) {
            return Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)));
        }
        return Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
    }

    /** True when the user asked for {@link #help} with {@code --help}. */
    public boolean wantsHelp() {
        return help;
    }

    /** Every setting asked for so far, one a line, as flag and variable. */
    public String help() {
        var text = new StringBuilder();
        asked.forEach(
                (name, purpose) -> text.append(String.format("  --%-22s %-33s %s%n", name, variable(name), purpose)));
        return text.toString();
    }

    private static String variable(String name) {
        return VARIABLE + name.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /**
     * Ends the reading.
     *
     * @throws SettingException that names what nobody asked for, and the settings there are
     */
    public void end() {
        if (!given.isEmpty()) {
            List<String> unknown = new ArrayList<>();
            given.values().forEach(value -> unknown.add(value.written()));
            unknown.replaceAll(RedisConfig::masked);
            unknown.sort(null);
            throw new SettingException(
                    String.join(", ", unknown) + (unknown.size() == 1 ? " is not a setting" : " are no settings")
                            + " of this process; there are " + String.join(", ", asked.keySet()));
        }
    }
}
