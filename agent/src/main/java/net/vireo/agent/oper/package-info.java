// SPDX-License-Identifier: Apache-2.0
/**
 * The operational database: what is configured and which ports are plugged make what the data plane should hold, under
 * ids that last. Sans-I/O: values in, an immutable {@code OperState} out.
 */
package net.vireo.agent.oper;
