package io.gatefarm.gateway.client;

import io.gatefarm.gateway.http.PlainText;
import io.gatefarm.gateway.metrics.GatewayMetrics;
import io.gatefarm.gateway.socket.Upgrade;
import io.gatefarm.redis.event.Handshake;
import io.gatefarm.redis.key.ClientIds;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Where clients come in: a WebSocket request on any path becomes a {@link Connection}; every other request goes to the wrapped
 * handler.
 */
public final class Endpoint extends Handler.Wrapper {
    private static final String RETRY_AFTER_SECONDS = "1";
    /** Sub-protocols of this name are ours, and this gateway speaks none yet. */
    private static final String RESERVED = "gatefarm.";

    private final Upgrade upgrade;
    private final ClientIds ids;
    private final Supplier<Optional<ConnectionContext>> contexts;
    private final GatewayMetrics metrics;

    /** @param contexts what new connections belong to; empty while none are taken */
    public Endpoint(
            Handler others,
            Upgrade upgrade,
            ClientIds ids,
            Supplier<Optional<ConnectionContext>> contexts,
            GatewayMetrics metrics) {
        super(others);
        this.upgrade = upgrade;
        this.ids = ids;
        this.contexts = contexts;
        this.metrics = metrics;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (!Upgrade.isAskedFor(request)) {
            return super.handle(request, response, callback);
        }
        int status = Upgrade.check(request);
        if (status == HttpStatus.SWITCHING_PROTOCOLS_101) {
            open(request, response, callback);
        } else {
            response.getHeaders().put(HttpHeader.SEC_WEBSOCKET_VERSION, "13");
            PlainText.answer(response, callback, status, "not a WebSocket handshake of version 13");
        }
        return true;
    }

    private void open(Request request, Response response, Callback callback) {
        Optional<ConnectionContext> context = contexts.get();
        if (context.isEmpty() || context.get().forwarder().isFull()) {
            metrics.upgradeRefused();
            response.getHeaders().put(HttpHeader.RETRY_AFTER, RETRY_AFTER_SECONDS);
            PlainText.answer(
                    response, callback, HttpStatus.SERVICE_UNAVAILABLE_503, "no clients are taken at the moment");
            return;
        }
        Handshake handshake = handshake(request);
        var connection =
                new Connection(ids.next(), handshake, context.get(), handler -> upgrade.socket(request, handler));
        upgrade.accept(request, response, callback, handshake.subProtocol(), connection.socket());
    }

    private static Handshake handshake(Request request) {
        var uri = request.getHttpURI();
        return new Handshake(
                Optional.ofNullable(uri.getPath()).orElse("/"),
                Optional.ofNullable(uri.getQuery()).orElse(""),
                headers(request),
                subProtocol(request),
                Request.getRemoteAddr(request),
                Request.getRemotePort(request));
    }

    private static Map<String, List<String>> headers(Request request) {
        Map<String, List<String>> headers = new TreeMap<>();
        for (HttpField field : request.getHeaders()) {
            headers.merge(field.getLowerCaseName(), List.of(String.valueOf(field.getValue())), Endpoint::joined);
        }
        return headers;
    }

    private static List<String> joined(List<String> first, List<String> second) {
        return java.util.stream.Stream.concat(first.stream(), second.stream()).toList();
    }

    /** The first one offered: an app knows what its clients speak, and browsers give up when none is agreed on. */
    private static String subProtocol(Request request) {
        for (String offered : request.getHeaders().getCSV(HttpHeader.SEC_WEBSOCKET_SUBPROTOCOL, false)) {
            if (!offered.startsWith(RESERVED)) {
                return offered;
            }
        }
        return "";
    }
}
