package io.gatefarm.cli.view;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.gatefarm.redis.overview.ClientReading;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** A page of clients. */
public record ClientsView(List<ClientReading> clients) implements View {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    @Override
    public String table(int width) {
        var table = new Table("CLIENT", "UID", "GATEWAY", "FROM", "SINCE", "GROUPS");
        for (ClientReading client : clients) {
            table.row(
                    client.id(),
                    orNone(client.uid()),
                    client.gatewayId(),
                    orNone(client.remote()),
                    client.sinceMs() == 0 ? Numbers.NONE : time(client.sinceMs()),
                    client.groups().isEmpty() ? Numbers.NONE : String.join(", ", client.groups()));
        }
        return table.print(width);
    }

    private static String orNone(String text) {
        return text.isEmpty() ? Numbers.NONE : text;
    }

    /** In the time zone of whoever looks. */
    static String time(long ms) {
        return TIME.format(Instant.ofEpochMilli(ms).atZone(ZoneId.systemDefault()));
    }

    @Override
    public String json(String next) {
        var all = new JsonArray();
        for (ClientReading client : clients) {
            var groups = new JsonArray();
            client.groups().forEach(groups::add);
            var one = new JsonObject();
            one.addProperty("id", client.id());
            one.add("uid", orNull(client.uid()));
            one.addProperty("gateway", client.gatewayId());
            one.add("remote", orNull(client.remote()));
            one.add("sinceMs", client.sinceMs() == 0 ? JsonNull.INSTANCE : new JsonPrimitive(client.sinceMs()));
            one.add("groups", groups);
            all.add(one);
        }
        var json = new JsonObject();
        json.add("clients", all);
        json.add("next", orNull(next));
        return StatusJson.print(json, true);
    }

    private static JsonElement orNull(String text) {
        return text.isEmpty() ? JsonNull.INSTANCE : new JsonPrimitive(text);
    }
}
