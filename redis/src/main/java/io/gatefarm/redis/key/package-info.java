/**
 * The names of everything Gatefarm keeps in Redis, and of the ids in them. Nothing else builds a key.
 *
 * <p>Every key of an app begins with the tag <code>{app.0}:</code> (app name and cell number), so that all of them live in
 * one cluster slot and one script may touch any of them:
 *
 * <pre>
 * {app}:meta                  hash    version, partitions; the one key outside the cell
 * {app.0}:cell                hash    epoch, sent (frames to all), clients, letters-trimmed
 * {app.0}:client:&lt;client&gt;     hash    gateway, from, since (ms), version, uid, group:&lt;group&gt; ..
 * {app.0}:session:&lt;client&gt;    hash    value (JSON), version, uid, from, since (once closed)
 * {app.0}:group:&lt;group&gt;       hash    its members; no values
 * {app.0}:group-gateways:&lt;group&gt; hash gateway -&gt; members it holds
 * {app.0}:groups              set     groups with members
 * {app.0}:uid:&lt;uid&gt;           hash    its clients; no values
 * {app.0}:uids                set     uids with clients
 * {app.0}:gateway:&lt;gateway&gt;   hash    state, sent (frames), instance, host, partitions, wanted, kick:&lt;client&gt;, clients and its counters
 * {app.0}:gateway-clients:&lt;gateway&gt; set  its clients
 * {app.0}:gateways            zset    gateway -&gt; lease end, ms
 * {app.0}:dead-gateways       set     gateways that are being swept
 * {app.0}:lock:sweep          string  who sweeps
 * {app.0}:worker:&lt;worker&gt;     hash    name, host, pid, started, wanted, handled, failed
 * {app.0}:workers             zset    worker -&gt; lease end, ms
 * {app.0}:in:&lt;partition&gt;      stream  origin, header (JSON), data: the events of clients
 * {app.0}:appended:&lt;gateway&gt;  hash    partition -&gt; last sequence, id:&lt;partition&gt; -&gt; its entry id
 * {app.0}:partition:&lt;partition&gt; hash  owner, epoch, until, position, unfinished, read, appended, ..
 * {app.0}:dead-letters        stream  events whose handler failed for good
 * {app.0}:to:&lt;gateway&gt;        channel frames to one gateway
 * {app.0}:to-all              channel frames to every gateway
 * {app.0}:rebalance           channel a partition became free, or a worker came or goes
 * </pre>
 *
 * <p>Entry type: {@link io.gatefarm.redis.key.Keys}. All types are immutable.
 */
@NullMarked
package io.gatefarm.redis.key;

import org.jspecify.annotations.NullMarked;
