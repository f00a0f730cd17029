package io.gatefarm.examples.mvcpush;

import com.google.gson.JsonObject;
import java.time.Instant;

/**
 * What this application pushes and its page shows, as text of a JSON object: {@code {"type":"push","to":"user","from":"Anna",
 * "text":"hi","time":"2026-11-22T10:00:00Z"}}.
 *
 * @param to who is addressed: user, team or all
 * @param from who it comes from, for people
 */
record Push(String to, String from, String text, Instant time) {
    private static final int LONGEST_TEXT = 500;

    Push {
        if (text.isBlank() || text.length() > LONGEST_TEXT) {
            throw new IllegalArgumentException(
                    "text must be 1 to " + LONGEST_TEXT + " characters but has " + text.length());
        }
    }

    String toJson() {
        var json = new JsonObject();
        json.addProperty("type", "push");
        json.addProperty("to", to);
        json.addProperty("from", from);
        json.addProperty("text", text);
        json.addProperty("time", time.toString());
        return json.toString();
    }
}
