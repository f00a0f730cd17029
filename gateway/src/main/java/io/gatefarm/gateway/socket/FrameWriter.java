package io.gatefarm.gateway.socket;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.gatefarm.gateway.config.ClientConfig;
import io.gatefarm.gateway.flow.Offer;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.Iterator;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;
import org.jspecify.annotations.Nullable;

/**
 * Writes frames to one socket: a bounded queue and one write in flight; what queues up meanwhile leaves in one write. Any thread
 * may call it. The lock covers the queue only, the write happens outside it.
 *
 * <p>It takes the place of Jetty's own writer, which hands over one frame per write and keeps six objects per frame.
 */
final class FrameWriter extends IteratingCallback {
    /** Small frames are gathered up to this; a multiple of it per write brought nothing more. */
    private static final int GATHER_BYTES = 32 << 10;

    private final EndPoint endPoint;
    private final int limitBytes;

    @GuardedBy("this")
    private final ArrayDeque<Outgoing> queue = new ArrayDeque<>(2);

    /** Frames in the queue that are the latest of their name. */
    @GuardedBy("this")
    private int latestQueued;

    /** What the queue and the write in flight cost. */
    @GuardedBy("this")
    private int heldBytes;

    /** Completed when the close frame, which is the last one, was written or could not be. */
    @GuardedBy("this")
    private @Nullable Callback closed;

    @GuardedBy("this")
    private boolean ended;

    /** Owned by the iteration. */
    private int flyingBytes;

    FrameWriter(EndPoint endPoint, int limitBytes) {
        this.endPoint = endPoint;
        this.limitBytes = limitBytes;
    }

    /** Queues a frame; {@link #flush} sends it. FULL leaves it out; a single frame is taken whatever its size. */
    synchronized Offer offer(Outgoing frame) {
        return add(frame, false);
    }

    /** The same, ahead of everything queued; for pongs. */
    synchronized Offer offerFirst(Outgoing frame) {
        return add(frame, true);
    }

    /** Queues a ping ahead of everything, also when the queue is full, unless a control frame waits there already. */
    synchronized Offer offerPing(Outgoing frame) {
        Outgoing first = queue.peekFirst();
        if (!ended && (first == null || !first.isControl())) {
            heldBytes += cost(frame);
            queue.addFirst(frame);
        }
        return ended ? Offer.CLOSED : Offer.QUEUED;
    }

    @GuardedBy("this")
    private Offer add(Outgoing frame, boolean first) {
        if (ended) {
            return Offer.CLOSED;
        }
        if (!fits(frame)) {
            return Offer.FULL;
        }
        heldBytes += cost(frame);
        latestQueued += frame.isLatest() ? 1 : 0;
        if (first) {
            queue.addFirst(frame);
        } else {
            queue.addLast(frame);
        }
        return Offer.QUEUED;
    }

    /** Bytes of what is queued or being written. */
    synchronized int heldBytes() {
        return heldBytes;
    }

    @GuardedBy("this")
    private boolean fits(Outgoing frame) {
        return heldBytes == 0 || heldBytes + cost(frame) <= limitBytes;
    }

    /** Takes out the frame that this one is newer than, if it still waits; true when there was one. */
    synchronized boolean takeOutOlder(Outgoing newer) {
        if (latestQueued == 0 || ended) {
            return false;
        }
        String name = newer.delivery().latest();
        for (Iterator<Outgoing> older = queue.iterator(); older.hasNext(); ) {
            Outgoing frame = older.next();
            if (frame.delivery().latest().equals(name)) {
                older.remove();
                tookOut(frame);
                return true;
            }
        }
        return false;
    }

    /**
     * Queues a frame for which there was no room, and throws away the oldest messages for it.
     *
     * @return messages thrown away; the frame itself is one of them when the write in flight alone leaves no room for it
     */
    synchronized int offerForOldest(Outgoing frame) {
        int dropped = 0;
        for (Iterator<Outgoing> oldest = queue.iterator(); !ended && !fits(frame) && oldest.hasNext(); ) {
            Outgoing old = oldest.next();
            if (!old.isControl()) {
                oldest.remove();
                tookOut(old);
                dropped++;
            }
        }
        return add(frame, false) == Offer.QUEUED ? dropped : dropped + 1;
    }

    @GuardedBy("this")
    private void tookOut(Outgoing frame) {
        heldBytes -= cost(frame);
        latestQueued -= frame.isLatest() ? 1 : 0;
    }

    /** Sends what is queued, now or when the write in flight is done. */
    void flush() {
        iterate();
    }

    /** Throws away what is queued but for a close frame. */
    synchronized void drop() {
        if (!ended) {
            queue.forEach(this::tookOut);
            queue.clear();
        }
    }

    /** Sends the close frame after everything queued; nothing is taken any more. */
    void close(Outgoing frame, Callback whenWritten) {
        boolean late;
        synchronized (this) {
            late = ended;
            if (!late) {
                ended = true;
                closed = whenWritten;
                queue.addLast(frame);
                heldBytes += cost(frame);
            }
        }
        if (late) {
            whenWritten.failed(new ClosedChannelException());
        } else {
            flush();
        }
    }

    /** The socket is gone: frees what is queued. */
    void fail(Throwable cause) {
        abort(cause);
    }

    private static int cost(Outgoing frame) {
        return frame.length() + ClientConfig.FRAME_OVERHEAD;
    }

    @Override
    protected Action process() {
        ByteBuffer bytes = next();
        if (bytes == null) {
            return Action.IDLE;
        }
        endPoint.write(this, bytes);
        return Action.SCHEDULED;
    }

    private synchronized @Nullable ByteBuffer next() {
        Outgoing first = queue.pollFirst();
        if (first == null) {
            return null;
        }
        latestQueued -= first.isLatest() ? 1 : 0;
        flyingBytes = cost(first);
        if (queue.isEmpty() || first.length() > GATHER_BYTES) {
            return ByteBuffer.wrap(first.bytes());
        }
        return gather(first.bytes());
    }

    @GuardedBy("this")
    private ByteBuffer gather(byte[] first) {
        int length = first.length;
        int frames = 0;
        for (Outgoing frame : queue) {
            if (length + frame.length() > GATHER_BYTES) {
                break;
            }
            length += frame.length();
            frames++;
        }
        var bytes = ByteBuffer.allocate(length).put(first);
        for (; frames > 0; frames--) {
            Outgoing frame = queue.removeFirst();
            latestQueued -= frame.isLatest() ? 1 : 0;
            flyingBytes += cost(frame);
            bytes.put(frame.bytes());
        }
        return bytes.flip();
    }

    @Override
    protected void onSuccess() {
        Callback done = null;
        synchronized (this) {
            heldBytes -= flyingBytes;
            if (ended && queue.isEmpty()) {
                done = closed;
                closed = null;
            }
        }
        if (done != null) {
            done.succeeded();
        }
    }

    @Override
    protected void onCompleteFailure(Throwable cause) {
        Callback done;
        synchronized (this) {
            ended = true;
            queue.clear();
            heldBytes = 0;
            done = closed;
            closed = null;
        }
        if (done != null) {
            done.failed(cause);
        }
        endPoint.close(cause);
    }

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }
}
