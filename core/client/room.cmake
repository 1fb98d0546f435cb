sluice_room(client SOURCES client/client.cc client/event.cc client/export_job.cc client/manifest.cc
            client/pull_job.cc client/pull_plan.cc client/request_log.cc
            LINKS sluice_session sluice_flow sluice_api sluice_decode sluice_query sluice_exporter nlohmann_json)
