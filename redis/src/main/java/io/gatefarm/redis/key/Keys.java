package io.gatefarm.redis.key;

import java.util.regex.Pattern;

/** The key and channel names of one app. Immutable. */
public final class Keys {
    private static final Pattern APP = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final String IN = "in:";

    private final String app;
    private final String tag;

    /**
     * @param app the app's name, 1 to 64 of {@code A-Z a-z 0-9 _ -}; apps on one Redis never see each other
     * @throws IllegalArgumentException for any other name
     */
    public Keys(String app) {
        if (!APP.matcher(app).matches()) {
            throw new IllegalArgumentException("app must be 1 to 64 of A-Z a-z 0-9 _ - but is \"" + app + "\"");
        }
        this.app = app;
        this.tag = "{" + app + ".0}:";
    }

    public String app() {
        return app;
    }

    /** What every key of the app's cell begins with. */
    public String tag() {
        return tag;
    }

    public String meta() {
        return "{" + app + "}:meta";
    }

    public String cell() {
        return tag + "cell";
    }

    public String client(String clientId) {
        return tag + "client:" + clientId;
    }

    public String session(String clientId) {
        return tag + "session:" + clientId;
    }

    public String group(String group) {
        return tag + "group:" + group;
    }

    public String groupGateways(String group) {
        return tag + "group-gateways:" + group;
    }

    public String groups() {
        return tag + "groups";
    }

    public String uid(String uid) {
        return tag + "uid:" + uid;
    }

    public String uids() {
        return tag + "uids";
    }

    public String gateway(String gatewayId) {
        return tag + "gateway:" + gatewayId;
    }

    public String gatewayClients(String gatewayId) {
        return tag + "gateway-clients:" + gatewayId;
    }

    public String gateways() {
        return tag + "gateways";
    }

    public String deadGateways() {
        return tag + "dead-gateways";
    }

    public String sweepLock() {
        return tag + "lock:sweep";
    }

    public String worker(String workerId) {
        return tag + "worker:" + workerId;
    }

    public String workers() {
        return tag + "workers";
    }

    public String in(int partition) {
        return tag + IN + partition;
    }

    /** The partition of a stream that {@link #in} named. */
    public int partitionOfStream(String stream) {
        return Integer.parseInt(stream.substring(tag.length() + IN.length()));
    }

    public String appended(String gatewayId) {
        return tag + "appended:" + gatewayId;
    }

    public String partition(int partition) {
        return tag + "partition:" + partition;
    }

    public String deadLetters() {
        return tag + "dead-letters";
    }

    /** The channel of one gateway. */
    public String to(String gatewayId) {
        return tag + "to:" + gatewayId;
    }

    /** The channel of all gateways. */
    public String toAll() {
        return tag + "to-all";
    }

    /** The channel on which workers learn that partitions move. */
    public String rebalance() {
        return tag + "rebalance";
    }
}
