package io.gatefarm.cli.view;

import com.google.gson.JsonObject;
import io.gatefarm.redis.event.ClientEvent;
import io.gatefarm.redis.stream.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** All of one dead letter. */
public record LetterView(DeadLetter letter) {
    /** Lines for people. Control characters but line ends are shown as {@code ?}: a message must not steer the terminal. */
    public String text() {
        String[][] lines = {
            {"letter", letter.id()},
            {"when", ClientsView.time(letter.timeMs())},
            {"client", LettersView.client(letter)},
            {"event", LettersView.kind(letter)},
            {"origin", letter.origin()},
            {"source", letter.source()},
            {"tries", Numbers.count(letter.tries())},
            {"reason", letter.reason()},
            {"header", letter.header()},
            {"data", Numbers.count(letter.data().length, "byte") + (isBinary() ? ", in base 64:" : ":")}
        };
        var text = new StringBuilder();
        for (String[] line : lines) {
            text.append(String.format("%-7s %s%n", line[0], harmless(line[1])));
        }
        return text.append(harmless(data())).toString();
    }

    private boolean isBinary() {
        return letter.event()
                .filter(event -> event instanceof ClientEvent.Received received
                        && received.message().isBinary())
                .isPresent();
    }

    private String data() {
        return isBinary()
                ? Base64.getEncoder().encodeToString(letter.data())
                : new String(letter.data(), StandardCharsets.UTF_8);
    }

    private static String harmless(String text) {
        return text.replaceAll("[\\p{Cntrl}&&[^\n\t]]", "?");
    }

    /** The same for scripts: {@code data} is a text, {@code dataBase64} what is none. */
    public String json() {
        JsonObject json = LettersView.json(letter);
        json.addProperty("header", letter.header());
        json.addProperty(isBinary() ? "dataBase64" : "data", data());
        return StatusJson.print(json, true);
    }
}
