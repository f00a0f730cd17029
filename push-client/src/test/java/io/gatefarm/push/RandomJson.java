package io.gatefarm.push;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.List;
import java.util.Random;

/** Makes small objects of few keys, so that merging two of them meets every case. Owned by one thread. */
final class RandomJson {
    private static final List<String> KEYS = List.of("a", "b", "", "k.e:y 🙂", "\"quoted\" \\ \n");
    private static final int DEPTH = 3;

    private final Random random;

    RandomJson(Random random) {
        this.random = random;
    }

    JsonObject object() {
        return object(DEPTH);
    }

    private JsonObject object(int depth) {
        var object = new JsonObject();
        for (int i = random.nextInt(4); i > 0; i--) {
            object.add(KEYS.get(random.nextInt(KEYS.size())), value(depth - 1));
        }
        return object;
    }

    private JsonElement value(int depth) {
        return switch (random.nextInt(depth > 0 ? 8 : 6)) {
            case 0 -> JsonNull.INSTANCE;
            case 1 -> new JsonPrimitive(random.nextLong());
            case 2 -> new JsonPrimitive(random.nextDouble());
            case 3 -> new JsonPrimitive(random.nextBoolean());
            case 4 -> new JsonPrimitive("<text> é🙂 " + random.nextInt(100));
            case 5 -> array();
            default -> object(depth);
        };
    }

    private JsonArray array() {
        var array = new JsonArray();
        array.add(random.nextInt(10));
        array.add(JsonNull.INSTANCE);
        array.add(object(1));
        return array;
    }
}
