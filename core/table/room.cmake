sluice_room(table SOURCES
  table/asset_store.cc table/column.cc table/hash_index.cc table/record_store.cc
  table/schema.cc table/store.cc table/string_pool.cc table/table.cc
  LINKS sluice_base)
