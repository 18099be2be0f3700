// SPDX-License-Identifier: Apache-2.0
/** The port API: who plugs guests' interfaces says so over HTTP, and it is remembered in files. */
package net.vireo.agent.port;
