package io.gatefarm.examples.mvcpush;

import java.util.List;

/**
 * Who is logged in, as the web session keeps it. The name is the uid; a real application would take the key of its user table.
 *
 * @param team a group of its own
 */
record User(String name, String team) {
    static final String ATTRIBUTE = "user";
    static final List<String> TEAMS = List.of("red", "blue");
    private static final int LONGEST_NAME = 32;

    User {
        name = name.strip();
        if (name.isEmpty() || name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "name must be 1 to " + LONGEST_NAME + " characters but is \"" + name + "\"");
        }
        groupOf(team);
    }

    String uid() {
        return name;
    }

    String group() {
        return groupOf(team);
    }

    static String groupOf(String team) {
        if (!TEAMS.contains(team)) {
            throw new IllegalArgumentException("team must be one of " + TEAMS + " but is \"" + team + "\"");
        }
        return "team:" + team;
    }
}
