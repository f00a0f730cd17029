package io.gatefarm.redis.script;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One {@code .lua} file of the class path, with what its header says in lines like {@code -- uses a, b}. Immutable.
 *
 * @param name without folder and ending
 */
record LuaFile(String name, String text) {
    private static final String FOLDER = "/io/gatefarm/redis/lua/";

    /** @param path in the scripts' folder, without the ending, such as {@code include/tag} */
    static LuaFile read(String path) {
        String file = FOLDER + path + ".lua";
        try (InputStream in = LuaFile.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("missing on the class path: " + file);
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new LuaFile(path.substring(path.lastIndexOf('/') + 1), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What follows the word in the header, "" when the word does not stand there. */
    String header(String word) {
        Matcher line =
                Pattern.compile("^-- " + word + " (.+)$", Pattern.MULTILINE).matcher(text);
        return line.find() ? line.group(1).trim() : "";
    }

    /** The names with commas between them that follow the word in the header. */
    List<String> names(String word) {
        String names = header(word);
        return names.isEmpty() ? List.of() : List.of(names.split(", *", -1));
    }

    /** What the first line says after the file's name. */
    String summary() {
        String start = "-- " + name + ": ";
        if (!text.startsWith(start)) {
            throw new IllegalStateException(name + ".lua does not begin with \"" + start + '"');
        }
        return text.substring(start.length(), text.indexOf('\n'));
    }
}
