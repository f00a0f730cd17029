package io.gatefarm.redis.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;

/** A file of this package on the class path. */
final class Resource {
    private Resource() {}

    static String text(String name) throws IOException {
        try (InputStream in = Resource.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("not packaged with gatefarm-redis-embedded: " + name);
            }
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
