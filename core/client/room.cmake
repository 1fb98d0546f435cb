sluice_room(client SOURCES client/client.cc client/event.cc client/export_job.cc client/manifest.cc
            client/manifest_check.cc client/past_runs.cc client/pull_increment.cc client/pull_job.cc
            client/pull_job_lanes.cc client/pull_job_replay.cc client/pull_job_status.cc client/pull_job_trouble.cc
            client/pull_plan.cc client/request_log.cc client/row_counter.cc client/run_forecast.cc client/run_journal.cc
            client/run_message.cc client/run_summary.cc client/store_attic.cc client/verify.cc
            LINKS sluice_session sluice_flow sluice_api sluice_journal sluice_decode sluice_query sluice_exporter
            nlohmann_json)
