package io.gatefarm.push.testing;

import io.gatefarm.push.Cursor;
import io.gatefarm.push.Page;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Names, each once, in the order in which they came. A page's position is the number of its last name, so a walk misses nothing
 * that stays and lists nothing twice. Not thread-safe.
 */
final class Roll {
    private final NavigableMap<Long, String> byNumber = new TreeMap<>();
    private final Map<String, Long> numbers = new HashMap<>();
    private long last;

    /** False when it is there already. */
    boolean add(String name) {
        if (numbers.containsKey(name)) {
            return false;
        }
        last++;
        numbers.put(name, last);
        byNumber.put(last, name);
        return true;
    }

    /** False when it is not there. */
    boolean remove(String name) {
        Long number = numbers.remove(name);
        if (number == null) {
            return false;
        }
        byNumber.remove(number);
        return true;
    }

    boolean contains(String name) {
        return numbers.containsKey(name);
    }

    int size() {
        return numbers.size();
    }

    List<String> names() {
        return List.copyOf(byNumber.values());
    }

    /** @throws IllegalArgumentException that shows a position which is none */
    Page<String> page(Cursor cursor) {
        NavigableMap<Long, String> rest = byNumber.tailMap(number(cursor.position()), false);
        List<Map.Entry<Long, String>> part =
                rest.entrySet().stream().limit(cursor.limit()).toList();
        List<String> names = part.stream().map(Map.Entry::getValue).toList();
        return part.size() == rest.size()
                ? new Page<>(names, Optional.empty())
                : new Page<>(names, Optional.of(at(part.get(part.size() - 1).getKey(), cursor)));
    }

    private static Cursor at(long number, Cursor cursor) {
        return new Cursor(Long.toString(number), cursor.limit());
    }

    private static long number(String position) {
        if (position.isEmpty()) {
            return 0;
        }
        try {
            return Long.parseUnsignedLong(position);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not a position of this listing: \"" + position + "\"", e);
        }
    }
}
