package io.gatefarm.cli.view;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.gatefarm.redis.event.ClientEvent;
import io.gatefarm.redis.event.EventCodec;
import io.gatefarm.redis.stream.DeadLetter;
import java.util.List;

/** A page of dead letters. */
public record LettersView(List<DeadLetter> letters) implements View {
    @Override
    public String table(int width) {
        var table = new Table("LETTER", "WHEN", "CLIENT", "EVENT", ">TRIES", "ORIGIN", "REASON");
        for (DeadLetter letter : letters) {
            table.row(
                    letter.id(),
                    ClientsView.time(letter.timeMs()),
                    client(letter),
                    kind(letter),
                    Numbers.count(letter.tries()),
                    letter.origin(),
                    letter.reason());
        }
        return table.print(width);
    }

    static String client(DeadLetter letter) {
        return letter.event().map(ClientEvent::clientId).orElse(Numbers.NONE);
    }

    static String kind(DeadLetter letter) {
        return letter.event().map(EventCodec::kind).orElse("unreadable");
    }

    @Override
    public String json(String next) {
        var all = new JsonArray();
        letters.forEach(letter -> all.add(json(letter)));
        var json = new JsonObject();
        json.add("letters", all);
        json.add("next", next.isEmpty() ? JsonNull.INSTANCE : new JsonPrimitive(next));
        return StatusJson.print(json, true);
    }

    /** All of a letter but its data. */
    static JsonObject json(DeadLetter letter) {
        var json = new JsonObject();
        json.addProperty("id", letter.id());
        json.addProperty("timeMs", letter.timeMs());
        letter.event().ifPresent(event -> json.addProperty("client", event.clientId()));
        json.addProperty("event", kind(letter));
        json.addProperty("tries", letter.tries());
        json.addProperty("origin", letter.origin());
        json.addProperty("source", letter.source());
        json.addProperty("reason", letter.reason());
        return json;
    }
}
