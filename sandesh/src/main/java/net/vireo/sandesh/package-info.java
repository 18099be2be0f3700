// SPDX-License-Identifier: Apache-2.0
/**
 * Sandesh objects in netlink framing, byte for byte as Contrail's tools and agent speak them.
 *
 * <p>Objects: one class per kind ({@link net.vireo.sandesh.VrMpls} is a short one), each with a constant per field, on top
 * of {@link net.vireo.sandesh.SandeshObject}. Bytes: {@link net.vireo.sandesh.ObjectReader} and
 * {@link net.vireo.sandesh.ObjectWriter} for objects, {@link net.vireo.sandesh.NetlinkFrames} for messages. A server feeds a
 * {@link net.vireo.sandesh.ControlSession} and answers through {@link net.vireo.sandesh.ReplyWriter}; a tool uses
 * {@link net.vireo.sandesh.VrouterClient}.
 */
package net.vireo.sandesh;
