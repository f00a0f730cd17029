package io.gatefarm.gateway.admission;

import io.gatefarm.gateway.config.AdmissionConfig;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/** Decides about requests to connect. Thread-safe. */
public final class Admission {
    /** Sub-protocols of this name are ours, and this gateway speaks none yet. */
    private static final String RESERVED = "gatefarm.";

    private final AllowedOrigins origins;
    private final TrustedProxies proxies;
    private final Places places;
    private final List<String> subProtocols;

    /** @throws IllegalArgumentException that shows the origin or proxy that is none */
    public Admission(AdmissionConfig config) {
        this.origins = new AllowedOrigins(config.allowedOrigins());
        this.proxies = new TrustedProxies(config.trustedProxies());
        this.places = new Places(config.maxConnections(), config.maxConnectionsPerAddress());
        this.subProtocols = config.subProtocols();
    }

    /**
     * Returns the config when its origins and proxies are such.
     *
     * @throws IllegalArgumentException that shows the one that is none
     */
    public static AdmissionConfig check(AdmissionConfig config) {
        var unused = new Admission(config);
        return config;
    }

    /** Where a client comes from. */
    public record Origin(String address, int port) {}

    /** A client that may come in, or why it may not. */
    public sealed interface Decision {
        /** It has a place, which must be given back. */
        record Admitted(Origin from, String subProtocol, Place place) implements Decision {}

        record Refused(Refusal why) implements Decision {}
    }

    /** Decides; what an admitted client takes it keeps until {@link Place#leave}. */
    public Decision decide(Request request) {
        if (!origins.allow(request.getHeaders().getValuesList(HttpHeader.ORIGIN))) {
            return new Decision.Refused(Refusal.ORIGIN);
        }
        Origin from = from(request);
        Places.Answer answer = places.enter(from.address());
        if (answer instanceof Places.Answer.Granted granted) {
            return new Decision.Admitted(from, subProtocol(request), granted.place());
        }
        return new Decision.Refused(answer instanceof Places.Answer.Full ? Refusal.FULL : Refusal.ADDRESS_FULL);
    }

    private Origin from(Request request) {
        if (!(request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress peer)) {
            return new Origin("", 0);
        }
        List<String> forwarded = request.getHeaders().getFields(HttpHeader.X_FORWARDED_FOR).stream()
                .map(HttpField::getValue)
                .filter(value -> value != null)
                .toList();
        InetSocketAddress client = proxies.client(peer, forwarded);
        return new Origin(IpAddress.text(client.getAddress()), client.getPort());
    }

    /** The first one offered that the app speaks. A browser that offered some gives up when none is agreed on. */
    private String subProtocol(Request request) {
        List<String> offered = request.getHeaders().getCSV(HttpHeader.SEC_WEBSOCKET_SUBPROTOCOL, false);
        Optional<String> first = offered.stream()
                .filter(name -> subProtocols.isEmpty() ? !name.startsWith(RESERVED) : subProtocols.contains(name))
                .findFirst();
        return first.orElse("");
    }

    /** Clients that have a place. */
    public int taken() {
        return places.taken();
    }

    /** Addresses that are counted; none while there is no limit by address. */
    public int addresses() {
        return places.addresses();
    }
}
