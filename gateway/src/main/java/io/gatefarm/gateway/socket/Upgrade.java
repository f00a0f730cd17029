package io.gatefarm.gateway.socket;

import java.util.Base64;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.WebSocketComponents;
import org.eclipse.jetty.websocket.core.WebSocketConstants;
import org.eclipse.jetty.websocket.core.util.WebSocketUtils;
import org.jspecify.annotations.Nullable;

/**
 * The opening handshake (RFC 6455, 4.2). Jetty's own would build its own kind of connection; this one makes a {@link
 * ClientSocket}, and takes no extension (deflate costs 70 KB per connection).
 */
public final class Upgrade {
    private static final int KEY_BYTES = 16;

    private final WebSocketComponents components;
    private final int queueBytes;

    public Upgrade(WebSocketComponents components, int queueBytes) {
        this.components = components;
        this.queueBytes = queueBytes;
    }

    /** True when the request asks for a WebSocket, rightly or wrongly formed. */
    public static boolean isAskedFor(Request request) {
        return request.getHeaders().contains(HttpHeader.UPGRADE, "websocket");
    }

    /** The status to refuse the request with, or 101. */
    public static int check(Request request) {
        var headers = request.getHeaders();
        if (!HttpMethod.GET.is(request.getMethod())
                || request.getConnectionMetaData().getHttpVersion() != HttpVersion.HTTP_1_1
                || !headers.contains(HttpHeader.CONNECTION, "upgrade")) {
            return HttpStatus.BAD_REQUEST_400;
        }
        if (!WebSocketConstants.SPEC_VERSION_STRING.equals(headers.get(HttpHeader.SEC_WEBSOCKET_VERSION))) {
            return HttpStatus.UPGRADE_REQUIRED_426;
        }
        return isKey(headers.get(HttpHeader.SEC_WEBSOCKET_KEY))
                ? HttpStatus.SWITCHING_PROTOCOLS_101
                : HttpStatus.BAD_REQUEST_400;
    }

    private static boolean isKey(@Nullable String key) {
        try {
            return key != null && Base64.getDecoder().decode(key).length == KEY_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** The socket of a request's connection, for {@link #accept}. */
    public ClientSocket socket(Request request, SocketHandler handler) {
        var connection = request.getConnectionMetaData();
        return ClientSocket.create(
                connection.getConnection().getEndPoint(), connection.getConnector(), components, handler, queueBytes);
    }

    /**
     * Answers a checked request with 101; after that the socket takes the connection over and calls its handler.
     *
     * @param subProtocol one the client offered, or ""
     * @param lost runs when the connection ends before that; may run again
     */
    public void accept(
            Request request,
            Response response,
            Callback callback,
            String subProtocol,
            ClientSocket socket,
            Runnable lost) {
        request.getConnectionMetaData().getConnection().addEventListener(new Loss(lost));
        response.setStatus(HttpStatus.SWITCHING_PROTOCOLS_101);
        var headers = response.getHeaders();
        headers.put(HttpHeader.UPGRADE, "websocket");
        headers.put(HttpHeader.CONNECTION, "Upgrade");
        headers.put(
                HttpHeader.SEC_WEBSOCKET_ACCEPT,
                WebSocketUtils.hashKey(request.getHeaders().get(HttpHeader.SEC_WEBSOCKET_KEY)));
        if (!subProtocol.isEmpty()) {
            headers.put(HttpHeader.SEC_WEBSOCKET_SUBPROTOCOL, subProtocol);
        }
        request.setAttribute(HttpStream.UPGRADE_CONNECTION_ATTRIBUTE, socket);
        response.write(true, null, callback);
    }

    /** Tells of a connection that was closed; a HTTP connection is also "closed" when the socket takes it over. */
    private record Loss(Runnable lost) implements Connection.Listener {
        @Override
        public void onClosed(Connection connection) {
            if (!connection.getEndPoint().isOpen()) {
                lost.run();
            }
        }
    }
}
