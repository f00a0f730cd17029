package io.gatefarm.cli.view;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.Map;

/**
 * A page of groups.
 *
 * @param members how many each has
 */
public record GroupsView(Map<String, Long> members) implements View {
    @Override
    public String table(int width) {
        var table = new Table(">MEMBERS", "GROUP");
        members.forEach((group, number) -> table.row(Numbers.count(number), group));
        return table.print(width);
    }

    @Override
    public String json(String next) {
        var all = new JsonArray();
        members.forEach((group, number) -> {
            var one = new JsonObject();
            one.addProperty("group", group);
            one.addProperty("members", number);
            all.add(one);
        });
        var json = new JsonObject();
        json.add("groups", all);
        json.add("next", next.isEmpty() ? JsonNull.INSTANCE : new JsonPrimitive(next));
        return StatusJson.print(json, true);
    }
}
