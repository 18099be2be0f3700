// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import net.vireo.sandesh.ReplyWriter;
import net.vireo.sandesh.ResponseError;
import net.vireo.sandesh.VireoPredict;
import net.vireo.sandesh.VireoProbe;
import net.vireo.vrouter.lcore.Lcore;
import net.vireo.vrouter.predict.Prediction;
import net.vireo.vrouter.predict.PredictionBytes;
import net.vireo.vrouter.table.Tables;

/**
 * {@code vireo_predict_req}: add predicts and answers the first part, get answers another one, delete forgets. {@code
 * vireo_probe_req}: add sends a probe.
 */
final class PredictHandler {
    private static final int SHORTEST_BYTES = 14;
    private static final int LONGEST_BYTES = 9216;

    /** What one message carries beside its other fields. */
    private static final int PART_BYTES = 3072;

    /** Predictions that are kept for who fetches them in parts. */
    private static final int KEPT = 16;

    private final Predictions predictions;
    private final Tables tables;
    private final VifPorts ports;
    private final Map<Integer, byte[]> results = new LinkedHashMap<>();
    private int lastNumber;

    PredictHandler(final Predictions predictions, final Tables tables, final VifPorts ports) {
        this.predictions = predictions;
        this.tables = tables;
        this.ports = ports;
    }

    void handle(final VireoPredict request, final ReplyWriter reply) {
        switch (request.op()) {
            case ADD -> reply.objects(predicted(request));
            case GET -> reply.objects(part(request));
            case DEL -> {
                results.remove(request.value(VireoPredict.NUMBER));
                reply.ok();
            }
            default -> throw Refusal.unsupported("no such operation on a prediction");
        }
    }

    void handle(final VireoProbe request, final ReplyWriter reply) {
        switch (request.op()) {
            case ADD -> reply.objects(sent(request));
            default -> throw Refusal.unsupported("probes can be sent only");
        }
    }

    private VireoPredict predicted(final VireoPredict request) {
        final int vif = request.value(VireoPredict.VIF);
        final byte[] frame = checked(vif, request.value(VireoPredict.FRAME));
        final Placement place = Placement.of(ports, vif, request.value(VireoPredict.QUEUE), frame);
        final Prediction prediction;
        try {
            prediction = predictions.predict(vif, frame, place.lcore());
        } catch (final IOException gone) {
            throw new Refusal(ResponseError.EIO, "the flow table cannot be looked at: " + gone.getMessage());
        }
        if (results.size() >= KEPT) {
            results.remove(results.keySet().iterator().next());
        }
        results.put(++lastNumber, PredictionBytes.encode(prediction));
        request.put(VireoPredict.NUMBER, lastNumber)
                .put(VireoPredict.FRAME)
                .put(VireoPredict.QUEUE, place.queue())
                .put(VireoPredict.POLLER, place.poller())
                .put(VireoPredict.LCORE, place.lcore())
                .put(VireoPredict.ASSUMED_FROM, prediction.assumedFrom())
                .put(VireoPredict.WAITS, prediction.isWaiting() ? 1 : 0)
                .put(VireoPredict.OFFSET, 0);
        return part(request);
    }

    private VireoPredict part(final VireoPredict request) {
        final byte[] result = results.get(request.value(VireoPredict.NUMBER));
        if (result == null) {
            throw Refusal.missing("prediction " + request.value(VireoPredict.NUMBER) + " is not kept");
        }
        final int from = Math.clamp(request.value(VireoPredict.OFFSET), 0, result.length);
        return request.put(VireoPredict.TOTAL, result.length)
                .put(VireoPredict.OFFSET, from)
                .put(VireoPredict.PART, Arrays.copyOfRange(result, from, Math.min(result.length, from + PART_BYTES)));
    }

    private VireoProbe sent(final VireoProbe request) {
        final int vif = request.value(VireoProbe.VIF);
        final byte[] frame = checked(vif, request.value(VireoProbe.FRAME));
        final Placement place = Placement.of(ports, vif, request.value(VireoProbe.QUEUE), frame);
        // An lcore that only polls processes nothing, and where nobody can tell, any will do.
        final int lcore = place.lcore() == Placement.UNKNOWN ? place.poller() : place.lcore();
        final int chosen = Math.max(lcore, Lcore.FIRST_NUMBER);
        if (!predictions.probe(vif, frame, chosen)) {
            throw new Refusal(ResponseError.ENOBUFS, "no buffer for a probe");
        }
        return request.put(VireoProbe.FRAME).put(VireoProbe.LCORE, chosen);
    }

    private byte[] checked(final int vif, final byte[] frame) {
        if (vif < 0 || vif >= tables.limits().vifs() || tables.vif(vif) == null) {
            throw new Refusal(ResponseError.ENODEV, "vif " + vif + " does not exist");
        }
        if (frame.length < SHORTEST_BYTES || frame.length > LONGEST_BYTES) {
            throw Refusal.invalid(
                    "a frame of " + frame.length + " bytes, must be " + SHORTEST_BYTES + " to " + LONGEST_BYTES);
        }
        return frame;
    }
}
