// SPDX-License-Identifier: Apache-2.0

/**
 * The metadata service: a guest asks 169.254.169.254 over HTTP who it is, and its request goes on to the orchestrator's
 * service with headers that say, and prove, which guest it came from (as Nova's metadata agent does). Only the request's
 * head is read; connections and bodies are the pump's.
 */
package net.vireo.agent.service.metadata;
