package io.gatefarm.redis.event;

import com.google.gson.Gson;
import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes an event as the header and data of a stream entry, and reads it back.
 *
 * <pre>
 * header  {"event":"message","client":"00..","gateway":"..","time":1795329810123}        + "binary":true
 *         {"event":"open",   .., "remote":"192.0.2.7:40000"}    data: the handshake as JSON
 *         {"event":"close",  .., "code":1000,"reason":".."}     data: empty
 *         {.., "again":true}                                    any of them, appended once more after Redis lost it
 * </pre>
 *
 * An event that its gateway appends a second time, because Redis may have lost it, ends with {@code ,"again":true}.
 *
 * Unknown fields are ignored, so that a newer gateway can talk to an older worker.
 */
public final class EventCodec {
    private static final Gson GSON = new Gson();
    private static final byte[] NOTHING = {};
    /** How the header of an event ends that its gateway appends a second time, after Redis lost it. */
    private static final byte[] AGAIN = ",\"again\":true}".getBytes(StandardCharsets.US_ASCII);

    private EventCodec() {}

    /** The kind of an event, as append_events expects it and as the header says it. */
    public static String kind(ClientEvent event) {
        if (event instanceof ClientEvent.Opened) {
            return "open";
        }
        return event instanceof ClientEvent.Closed ? "close" : "message";
    }

    /** The header of an event that is appended for the first time, UTF-8. */
    public static byte[] header(ClientEvent event) {
        return header(event, false);
    }

    /**
     * The entry's header, UTF-8.
     *
     * @param again the event was sent before, so that a worker may have seen it
     */
    public static byte[] header(ClientEvent event, boolean again) {
        // ids are base 32 and need no escaping
        var json = new StringBuilder(128)
                .append("{\"event\":\"")
                .append(kind(event))
                .append("\",\"client\":\"")
                .append(event.clientId())
                .append("\",\"gateway\":\"")
                .append(event.gatewayId())
                .append("\",\"time\":")
                .append(event.timeMs());
        if (event instanceof ClientEvent.Received received && received.message().isBinary()) {
            json.append(",\"binary\":true");
        } else if (event instanceof ClientEvent.Opened opened) {
            // straight after the time: append_events reads both
            json.append(",\"remote\":").append(GSON.toJson(opened.handshake().remote()));
        } else if (event instanceof ClientEvent.Closed closed) {
            json.append(closePart(closed.reason()));
        }
        if (again) {
            json.append(",\"again\":true");
        }
        return json.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The part of a close's header that tells the reason, as sweep_gateway appends it: {@code ,"code":1006,"reason":".."}. */
    public static String closePart(CloseReason reason) {
        return ",\"code\":" + reason.code() + ",\"reason\":" + GSON.toJson(reason.text());
    }

    /** True when the header says that the event was appended before, to a Redis that has lost it. */
    public static boolean isAgain(byte[] header) {
        int from = header.length - AGAIN.length;
        return from > 0 && Arrays.equals(header, from, header.length, AGAIN, 0, AGAIN.length);
    }

    /** The entry's data. */
    public static byte[] data(ClientEvent event) {
        if (event instanceof ClientEvent.Received received) {
            return received.message().bytes();
        }
        if (event instanceof ClientEvent.Opened opened) {
            return GSON.toJson(opened.handshake()).getBytes(StandardCharsets.UTF_8);
        }
        return NOTHING;
    }

    /**
     * Reads an event back.
     *
     * @throws IllegalArgumentException when header or data is not what {@link #header} and {@link #data} write; shows the
     *     header
     */
    public static ClientEvent decode(byte[] header, byte[] data) {
        String text = new String(header, StandardCharsets.UTF_8);
        ClientEvent.Received message = MessageHeader.read(text, data);
        if (message != null) {
            return message;
        }
        try {
            return decode(HeaderFields.read(text), data);
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException("event header is not readable: " + text, e);
        }
    }

    private static ClientEvent decode(HeaderFields h, byte[] data) {
        return switch (h.event) {
            case "message" ->
                new ClientEvent.Received(
                        h.client, h.gateway, h.time, h.binary ? Message.binary(data) : Message.utf8(data));
            case "open" -> new ClientEvent.Opened(h.client, h.gateway, h.time, handshake(data));
            case "close" -> new ClientEvent.Closed(h.client, h.gateway, h.time, new CloseReason(h.code, h.reason));
            default -> throw new IllegalStateException("unknown event " + h.event);
        };
    }

    private static Handshake handshake(byte[] data) {
        // null for no data
        @Nullable Handshake handshake = GSON.fromJson(new String(data, StandardCharsets.UTF_8), Handshake.class);
        if (handshake == null) {
            throw new IllegalStateException("no handshake");
        }
        return handshake;
    }

    private static final class HeaderFields {
        private String event = "";
        private String client = "";
        private String gateway = "";
        private String reason = "";
        private long time;
        private int code = CloseReason.ABNORMAL;
        private boolean binary;

        static HeaderFields read(String json) throws IOException {
            var fields = new HeaderFields();
            var reader = new JsonReader(new StringReader(json));
            reader.beginObject();
            while (reader.hasNext()) {
                switch (reader.nextName()) {
                    case "event" -> fields.event = reader.nextString();
                    case "client" -> fields.client = reader.nextString();
                    case "gateway" -> fields.gateway = reader.nextString();
                    case "reason" -> fields.reason = reader.nextString();
                    case "time" -> fields.time = reader.nextLong();
                    case "code" -> fields.code = reader.nextInt();
                    case "binary" -> fields.binary = reader.nextBoolean();
                    default -> reader.skipValue();
                }
            }
            if (fields.client.isEmpty()) {
                throw new IllegalStateException("no client");
            }
            return fields;
        }
    }
}
